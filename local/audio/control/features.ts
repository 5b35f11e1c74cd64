import type { JsonObject } from '../../model.ts';
import type { Limits } from '../limits.ts';
import { asObject, badRequest, readChoice, refuseOthers } from './reading.ts';

export type Features = { readonly features: JsonObject | undefined; readonly seatLimit: number };

/** Reads MeetingFeatures. FHD and UHD, which shrink a meeting to 25 seats, are refused: no video here. */
export function readFeatures(input: JsonObject, limits: Limits): Features {
  const features = asObject(input['MeetingFeatures']);
  if (features === undefined) return { features, seatLimit: limits.seatsPerMeeting };
  refuseOthers(features, ['Audio', 'Video', 'Content', 'Attendee'], 'MeetingFeatures');
  readMember(features, 'Audio', 'EchoReduction', ['AVAILABLE', 'UNAVAILABLE']);
  readMember(features, 'Video', 'MaxResolution', ['None', 'HD']);
  readMember(features, 'Content', 'MaxResolution', ['None', 'FHD']);
  return { features, seatLimit: readMaxCount(features, limits) };
}

function readMember(features: JsonObject, feature: string, member: string, choices: readonly string[]): void {
  const settings = asObject(features[feature]);
  if (settings === undefined) return;
  refuseOthers(settings, [member], `MeetingFeatures.${feature}`);
  const value = settings[member];
  if (value !== undefined) readChoice(value, `MeetingFeatures.${feature}.${member}`, choices);
}

function readMaxCount(features: JsonObject, limits: Limits): number {
  const settings = asObject(features['Attendee']);
  const count = settings?.['MaxCount'];
  if (settings !== undefined) refuseOthers(settings, ['MaxCount'], 'MeetingFeatures.Attendee');
  if (count === undefined) return limits.seatsPerMeeting;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > limits.seatsPerMeeting) {
    throw badRequest(`MeetingFeatures.Attendee.MaxCount must be between 1 and ${limits.seatsPerMeeting}`);
  }
  return count;
}
