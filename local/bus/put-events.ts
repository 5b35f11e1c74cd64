import { isObject } from '../assembly/json.ts';
import type { Clock, Json, JsonObject, WireCall } from '../model.ts';
import { WireFault } from '../model.ts';
import type { NewEvent } from './envelope.ts';
import { createInputReader, refuseUnknown } from './wire-input.ts';

/** "Array Members: Maximum number of 10 items" (PutEvents, Entries). */
const maxEntries = 10;
/** "The total entry size must be less than 1MB" (PutEvents). */
const maxBytes = 1_048_576;

const invalid = (message: string): WireFault => new WireFault(400, 'ValidationException', message);

export const eventsReader = createInputReader((name, reason) =>
  invalid(`Parameter ${name} is not valid. Reason: ${reason}.`),
);

/** An entry that is refused by itself, while others of the call go through. */
class EntryRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Size as the service counts it: 14 bytes for a time, and the UTF-8 of source, detail-type, detail and resources. */
function bytesOf(entry: JsonObject): number {
  const texts = [entry['Source'], entry['DetailType'], entry['Detail'], ...eventsReader.texts(entry, 'Resources')];
  const bytes = texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0), 0);
  return bytes + (entry['Time'] === undefined ? 0 : 14);
}

function readDetail(text: string): JsonObject {
  try {
    const detail: Json = JSON.parse(text);
    if (isObject(detail)) return detail;
  } catch {}
  throw new EntryRefusal('MalformedDetail', 'Detail is malformed.');
}

function required(entry: JsonObject, name: string): string {
  const value = eventsReader.optionalText(entry, name);
  if (value) return value;
  throw new EntryRefusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}

function readEntry(entry: JsonObject, now: number): NewEvent {
  const source = required(entry, 'Source');
  const detailType = required(entry, 'DetailType');
  const detail = readDetail(required(entry, 'Detail'));
  if (source.startsWith('aws.')) {
    throw new EntryRefusal('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const time = entry['Time'];
  const at = typeof time === 'number' ? time * 1000 : now;
  return { source, 'detail-type': detailType, detail, resources: eventsReader.texts(entry, 'Resources'), at };
}

const entryFields = ['Source', 'DetailType', 'Detail', 'Time', 'Resources', 'EventBusName'];

function readEntries(input: JsonObject): readonly JsonObject[] {
  refuseUnknown('EventBridge PutEvents', input, ['Entries']);
  const entries = eventsReader.objects(input, 'Entries');
  if (entries.length === 0 || entries.length > maxEntries) {
    throw invalid(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: from 1 to ${maxEntries} entries`,
    );
  }
  for (const entry of entries) refuseUnknown('EventBridge PutEvents', entry, entryFields);
  if (entries.reduce((sum, entry) => sum + bytesOf(entry), 0) >= maxBytes) {
    throw invalid('Total size of the entries in the request is over the limit.');
  }
  return entries;
}

function checkBus(entry: JsonObject): void {
  const name = eventsReader.optionalText(entry, 'EventBusName')?.split('event-bus/').at(-1) ?? 'default';
  if (name === 'default') return;
  throw new WireFault(400, 'ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

/** PutEvents: `put` gets every good entry and answers its event id; the others are counted and named. */
export function putEvents(call: WireCall, clock: Clock, put: (event: NewEvent) => string): JsonObject {
  const entries = readEntries(call.input);
  entries.forEach(checkBus);
  const answers = entries.map((entry): JsonObject => {
    try {
      return { EventId: put(readEntry(entry, clock.now())) };
    } catch (error) {
      if (!(error instanceof EntryRefusal)) throw error;
      return { ErrorCode: error.code, ErrorMessage: error.message };
    }
  });
  return { FailedEntryCount: answers.filter((answer) => answer['ErrorCode'] !== undefined).length, Entries: answers };
}
