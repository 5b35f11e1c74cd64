import { beforeAll, describe, expect, it } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { type Outcome, type Planted, tell, tellings } from '../iam/planted.ts';
import { wordsGranted } from '../iam/removal.ts';
import { type Word, wordsOfTouch } from '../iam/words.ts';

let outcomes: readonly Outcome[];
beforeAll(async () => {
  const told: Outcome[] = [];
  for (const chapters of tellings()) told.push(await tell(chapters));
  outcomes = told;
}, 540_000);

const operations = units.flatMap((unit) => unit.operations);
const routed = operations.filter(({ trigger }) => 'http' in trigger);
const workers = units.filter(({ operations: [first] }) => first && !('http' in first.trigger));

type Touching = { readonly touches: (typeof operations)[number]['touches'] };
const wordsIn = (entries: readonly Touching[]): Word[] =>
  [...new Set(entries.flatMap(({ touches }) => touches.flatMap(wordsOfTouch)))].sort();
const asked = (find: (outcome: Outcome) => ReadonlySet<Word>): Word[] =>
  [...new Set(outcomes.flatMap((outcome) => [...find(outcome)]))].sort();

describe('everything once', () => {
  it('comes true with the grants of the manifests, and nothing is denied', () => {
    expect(outcomes.map(({ failure }) => failure)).toEqual(outcomes.map(() => undefined));
    expect(outcomes.flatMap(({ recording }) => recording.denied())).toEqual([]);
  });

  // A grant that is listed here on the left only is used by nothing: it goes, or the story in test/iam lacks something.
  it.each(routed)('$name uses exactly what its manifest entry asks for', (operation) => {
    expect(wordsIn([operation])).toEqual(asked(({ recording }) => recording.askedFor(operation.name)));
  });
  it.each(workers)('$name uses exactly what the entries of its workers ask for', (unit) => {
    expect(wordsIn(unit.operations)).toEqual(asked(({ recording }) => recording.askedBy(unit.name)));
  });
});

/** What the services of AWS do in a function's name: its logs and traces, and carrying events to it and away from it. */
const carrying = [
  /^logs:(CreateLogStream|PutLogEvents) on arn:/,
  /^xray:Put(TraceSegments|TelemetryRecords) on \*$/,
  /^sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueUrl|GetQueueAttributes) on arn:/,
  /^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams) on arn:/,
  /^queue \S*dead\S*$/i,
];

describe('the role of a unit', () => {
  it.each(units)('of $name allows what its entries ask for, and what carries events to it', ({ name, operations }) => {
    const [outcome] = outcomes;
    const granted = outcome ? [...wordsGranted(outcome.model, name)] : [];
    const own = granted.filter((word) => !carrying.some((form) => form.test(word)));
    expect(own.sort()).toEqual(wordsIn(operations));
  });
});

/** One of each kind; `node tools/iam-proof.ts` takes out every single one, its result is in docs/iam.md. */
const planted: readonly Planted[] = [
  { unit: 'join', word: 'social BLOCK# check', chapter: 'doors' },
  { unit: 'rooms-write', word: 'audio CreateAttendee', chapter: 'plannedRooms' },
  { unit: 'room-timers', word: 'scheduler PassRole', chapter: 'plannedRooms' },
  { unit: 'rooms-read', word: 'rooms index by-host', chapter: 'liveRoom' },
  { unit: 'stripe-receiver', word: 'secret stripe-signing-secrets', chapter: 'stripeNews' },
];

describe('a grant that is taken away is missed', () => {
  it.each(planted)('$unit without "$word"', { timeout: 120_000 }, async ({ unit, word, chapter }) => {
    const { recording, faults } = await tell([chapter], { taken: { unit, word } });
    const denied = recording.denied();
    expect(denied).not.toEqual([]);
    expect(denied.filter((one) => one.unit !== unit || !one.words.includes(word))).toEqual([]);
    expect([...faults]).toContain(unit);
  });
});
