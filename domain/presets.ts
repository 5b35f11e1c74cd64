/** Every number of the product, per preset: the one place to change it. Overrides are checked by the field's own reader. */

import { oneOf, type Reader, truth, wholeNumber, words } from './readers.ts';
import { daySeconds, hourSeconds, minuteSeconds } from './time.ts';

export const presetNames = ['2021-05', '2021-08', '2022-10'] as const;
export type PresetName = (typeof presetNames)[number];

export type PolicyField<T> = {
  readonly reader: Reader<T>;
  readonly values: Readonly<Record<PresetName, T>>;
};

function field<T>(reader: Reader<T>, may2021: T, august2021 = may2021, october2022 = august2021): PolicyField<T> {
  return { reader, values: { '2021-05': may2021, '2021-08': august2021, '2022-10': october2022 } };
}

const people = wholeNumber(0, 1_000_000_000);
const percent = wholeNumber(0, 100);

export const policyFields = {
  followersToHost: field(people, 600, 600, 0),
  countedFollowers: field(oneOf(['all', 'credible']), 'all'),
  factsStaleAfterSeconds: field(wholeNumber(60, 365 * daySeconds), 7 * daySeconds),
  isHostingByListOnly: field(truth, false),
  longestRoomSeconds: field(wholeNumber(60, daySeconds), 12 * hourSeconds),
  maxCohosts: field(wholeNumber(0, 10), 2),
  // The stage lies in one item and is promoted into one meeting: 50 keeps both far from their limits.
  maxMicrophones: field(wholeNumber(1, 50), 11, 13),
  scheduleAheadDays: field(wholeNumber(1, 365), 14, 14, 30),
  maxScheduledRooms: field(wholeNumber(0, 100), 1, 1, 10),
  maxTitleCharacters: field(wholeNumber(1, 280), 70),
  maxTopics: field(wholeNumber(0, 10), 3),
  hostReminderMinutesBefore: field(wholeNumber(0, 1_440), 30),
  isHostRemindedAtStart: field(truth, true),
  isAudienceRemindedAtStart: field(truth, true),
  // A delayed queue message ends the grace, and Amazon SQS delays at most 15 minutes.
  hostGraceSeconds: field(wholeNumber(1, 15 * minuteSeconds), 10 * minuteSeconds),
  noShowSeconds: field(wholeNumber(60, daySeconds), hourSeconds),
  newGuestsPerAddressAndMinute: field(wholeNumber(0, 100_000), 30),
  listensPerGuestAndMinute: field(wholeNumber(1, 10_000), 30),
  ticketCurrency: field(words(3, 3, /^[a-z]{3}$/), 'usd'),
  minTicketPrice: field(wholeNumber(1, 99_999_999), 100),
  maxTicketPrice: field(wholeNumber(1, 99_999_999), 99_900),
  minTickets: field(wholeNumber(1, 1_000_000), 1),
  maxTickets: field(wholeNumber(1, 1_000_000), 10_000),
  // Ten thousand tickets at 25.00: banks take payments back for months after a host was paid, so what one room can cost is bounded.
  maxRoomSales: field(wholeNumber(0, 1e12), 25_000_000),
  maxHostSalesPerDay: field(wholeNumber(0, 1e12), 50_000_000),
  followersToSell: field(people, 1_000),
  hostedRoomsToSell: field(wholeNumber(0, 1_000), 3),
  ageYearsToSell: field(wholeNumber(0, 150), 18),
  isVerifiedEmailNeededToSell: field(truth, true),
  arePayoutsNeededToSell: field(truth, true),
  payoutCountry: field(words(2, 2, /^[a-z]{2}$/), 'us'),
  creatorSharePercent: field(percent, 97),
  fullShareUpTo: field(wholeNumber(0, 1e12), 5_000_000),
  laterCreatorSharePercent: field(percent, 80),
  paymentFeeBasisPoints: field(wholeNumber(0, 5_000), 290),
  paymentFeeFixed: field(wholeNumber(0, 10_000), 30),
  checkoutMinutes: field(wholeNumber(31, 1_435), 35),
  waitForCheckoutSeconds: field(wholeNumber(60, 3_600), 15 * minuteSeconds),
  offerMinutes: field(wholeNumber(31, 1_435), 120),
  payoutDelayDays: field(wholeNumber(0, 60), 7),
  recordingKeptDays: field(wholeNumber(1, 3_650), 30),
  clipSeconds: field(wholeNumber(1, 600), 30),
} as const;
