const words: Readonly<Record<string, string>> = {
  self_harm: 'Self-harm',
  violence: 'Violence or threats',
  sexual_content: 'Sexual content',
  child_safety: 'Safety of children',
  private_information: 'Private information of others',
  abuse: 'Abuse or harassment',
  spam: 'Spam or fraud',
  other: 'Something else',
};

/** A reason for a report in words for people; an unknown one as it is called. */
export const reasonWords = (reason: string): string => words[reason] ?? reason.replaceAll('_', ' ');
