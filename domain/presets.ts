/** Every number of the product, per preset: the one place to change it. Overrides are checked by the field's own reader. */

import { oneOf, type Reader, truth, wholeNumber, words } from './readers.ts';
import { daySeconds, hourSeconds, minuteSeconds } from './time.ts';

export const presetNames = ['2021-05', '2021-08', '2022-10'] as const;
export type PresetName = (typeof presetNames)[number];

export type PolicyField<T> = {
  readonly about: string;
  readonly reader: Reader<T>;
  readonly values: Readonly<Record<PresetName, T>>;
};

function field<T>(
  about: string,
  reader: Reader<T>,
  may2021: T,
  august2021 = may2021,
  october2022 = august2021,
): PolicyField<T> {
  return { about, reader, values: { '2021-05': may2021, '2021-08': august2021, '2022-10': october2022 } };
}

const people = wholeNumber(0, 1_000_000_000);
const percent = wholeNumber(0, 100);

export const policyFields = {
  followersToHost: field('followers needed to host', people, 600, 600, 0),
  countedFollowers: field('which followers count', oneOf(['all', 'credible']), 'all'),
  factsStaleAfterSeconds: field('pushed facts are stale after', wholeNumber(60, 365 * daySeconds), 7 * daySeconds),
  isHostingByListOnly: field('only people with a hosting grant may host (closed pilot)', truth, false),
  longestRoomSeconds: field('longest room', wholeNumber(60, daySeconds), 12 * hourSeconds),
  maxCohosts: field('co-hosts', wholeNumber(0, 10), 2),
  // The stage lies in one item and is promoted into one meeting: 50 keeps both far from their limits.
  maxMicrophones: field('people with the microphone, host and co-hosts included', wholeNumber(1, 50), 11, 13),
  scheduleAheadDays: field('schedule ahead, days', wholeNumber(1, 365), 14, 14, 30),
  maxScheduledRooms: field('scheduled rooms per host at once', wholeNumber(0, 100), 1, 1, 10),
  maxTitleCharacters: field('title, characters', wholeNumber(1, 280), 70),
  maxTopics: field('topics per room', wholeNumber(0, 10), 3),
  hostReminderMinutesBefore: field('reminder to the host before the planned start, minutes', wholeNumber(0, 1_440), 30),
  isHostRemindedAtStart: field('reminder to the host at the planned start', truth, true),
  isAudienceRemindedAtStart: field(
    'reminder to subscribers and ticket holders when the host really starts',
    truth,
    true,
  ),
  // A delayed queue message ends the grace, and Amazon SQS delays at most 15 minutes.
  hostGraceSeconds: field('grace after the last host is lost', wholeNumber(1, 15 * minuteSeconds), 10 * minuteSeconds),
  noShowSeconds: field('a scheduled room not started is canceled after', wholeNumber(60, daySeconds), hourSeconds),
  newGuestsPerAddressAndMinute: field('new guests from one network address in a minute', wholeNumber(0, 100_000), 30),
  listensPerGuestAndMinute: field('calls by which one guest enters a room, in a minute', wholeNumber(1, 10_000), 30),
  ticketCurrency: field('currency of tickets', words(3, 3, /^[a-z]{3}$/), 'usd'),
  minTicketPrice: field('lowest ticket price, minor units', wholeNumber(1, 99_999_999), 100),
  maxTicketPrice: field('highest ticket price, minor units', wholeNumber(1, 99_999_999), 99_900),
  minTickets: field('fewest tickets of a room', wholeNumber(1, 1_000_000), 1),
  maxTickets: field('most tickets of a room', wholeNumber(1, 1_000_000), 10_000),
  followersToSell: field('followers needed to sell tickets', people, 1_000),
  hostedRoomsToSell: field('rooms hosted in the last 30 days to sell tickets', wholeNumber(0, 1_000), 3),
  ageYearsToSell: field('age needed to sell tickets, years', wholeNumber(0, 150), 18),
  isVerifiedEmailNeededToSell: field('a verified e-mail is needed to sell tickets', truth, true),
  arePayoutsNeededToSell: field('enabled payouts are needed to sell tickets', truth, true),
  creatorSharePercent: field("creator's share of the ticket, per cent", percent, 97),
  fullShareUpTo: field('lifetime earnings up to which that share holds, minor units', wholeNumber(0, 1e12), 5_000_000),
  laterCreatorSharePercent: field("creator's share above that, per cent", percent, 80),
  paymentFeeBasisPoints: field(
    "payment service's fee as shown before a sale, hundredths of a per cent",
    wholeNumber(0, 5_000),
    290,
  ),
  paymentFeeFixed: field("payment service's fixed fee as shown before a sale, minor units", wholeNumber(0, 10_000), 30),
  checkoutMinutes: field('an open payment is held for, minutes', wholeNumber(31, 1_435), 32),
  waitForCheckoutSeconds: field(
    'a place is kept while its payment waits to be opened',
    wholeNumber(60, 3_600),
    15 * minuteSeconds,
  ),
  payoutDelayDays: field('hosts are paid after their room, days', wholeNumber(0, 60), 7),
  recordingKeptDays: field('recordings are kept, days', wholeNumber(1, 3_650), 30),
  clipSeconds: field('length of a clip', wholeNumber(1, 600), 30),
} as const;
