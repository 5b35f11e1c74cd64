import type { JsonObject, WireCall } from '../model.ts';
import { WireFault } from '../model.ts';
import { reader } from './send-input.ts';

/** "A single message batch request can include a maximum of 10 messages" (SQS quotas). */
const maxEntries = 10;
const idPattern = /^[A-Za-z0-9_-]{1,80}$/;

function checkEntries(entries: readonly JsonObject[]): void {
  const ids = entries.map((entry) => reader.text(entry, 'Id'));
  const refuse = (code: string, sentence: string) => new WireFault(400, code, sentence);
  if (ids.length === 0) throw refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (ids.length > maxEntries) {
    throw refuse('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${maxEntries}.`);
  }
  if (!ids.every((id) => idPattern.test(id))) {
    throw refuse(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores.',
    );
  }
  if (new Set(ids).size < ids.length)
    throw refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
}

/** Runs each entry of a batch by itself; the ones refused are listed as failed. */
export function eachEntry(call: WireCall, run: (entry: JsonObject) => JsonObject): JsonObject {
  const entries = reader.objects(call.input, 'Entries');
  checkEntries(entries);
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of entries) {
    const Id = reader.text(entry, 'Id');
    try {
      successful.push({ Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof WireFault) || error.status === 501) throw error;
      failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}
