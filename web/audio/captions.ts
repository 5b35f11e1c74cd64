import { type AudioVideoFacade, Transcript, type TranscriptEvent, type TranscriptResult } from 'amazon-chime-sdk-js';
import { type CaptionLine, withLine } from './caption-lines.ts';
import { userIdOf } from './voices.ts';

/** Follows what is said. A line comes in parts: a later one takes the place of what was understood before. */
export function followCaptions(audioVideo: AudioVideoFacade, onChange: (lines: readonly CaptionLine[]) => void): void {
  let lines: readonly CaptionLine[] = [];
  audioVideo.transcriptionController?.subscribeToTranscriptEvent((event: TranscriptEvent) => {
    if (!(event instanceof Transcript)) return;
    for (const result of event.results) lines = withLine(lines, lineOf(result));
    onChange(lines);
  });
}

function lineOf({ resultId, alternatives }: TranscriptResult): CaptionLine {
  const [best] = alternatives;
  const speaker = best?.items[0]?.attendee.externalUserId ?? '';
  return { id: resultId, userId: userIdOf(speaker), text: best?.transcript ?? '' };
}
