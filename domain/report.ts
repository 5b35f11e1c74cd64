/** Why a room or a person can be reported. */
export const reportReasons = [
  'self_harm',
  'violence',
  'sexual_content',
  'child_safety',
  'private_information',
  'abuse',
  'spam',
  'other',
] as const;
export type ReportReason = (typeof reportReasons)[number];
