import type { JsonObject } from '../../model.ts';
import type { Capabilities, Capability, Meeting } from '../model.ts';
import { asObject, badRequest, readChoice, refuseOthers } from './reading.ts';

const choices: readonly Capability[] = ['SendReceive', 'Send', 'Receive', 'None'];

/** Reads and checks wanted capabilities against what the meeting was made for. */
export function readCapabilities(input: JsonObject, meeting: Meeting): Capabilities {
  const wanted = asObject(input['Capabilities']);
  if (wanted === undefined) throw badRequest('Capabilities is required');
  refuseOthers(wanted, ['Audio', 'Video', 'Content'], 'Capabilities');
  const capabilities = {
    Audio: readChoice(wanted['Audio'], 'Capabilities.Audio', choices),
    Video: readChoice(wanted['Video'], 'Capabilities.Video', choices),
    Content: readChoice(wanted['Content'], 'Capabilities.Content', choices),
  };
  if (isOff(meeting, 'Video') && capabilities.Video !== 'None') {
    throw badRequest('Capabilities.Video must be None: the meeting has Video.MaxResolution None');
  }
  if (isOff(meeting, 'Content') && capabilities.Content !== 'None') {
    throw badRequest('Capabilities.Content must be None: the meeting has Content.MaxResolution None');
  }
  if (receives(capabilities.Content) && !receives(capabilities.Video)) {
    throw badRequest('Capabilities.Content cannot receive unless Capabilities.Video receives');
  }
  return capabilities;
}

/** What an attendee gets when the request names no capabilities. */
export function defaultCapabilities(meeting: Meeting): Capabilities {
  const Content = isOff(meeting, 'Content') ? 'None' : 'SendReceive';
  if (!isOff(meeting, 'Video')) return { Audio: 'SendReceive', Video: 'SendReceive', Content };
  return { Audio: 'SendReceive', Video: Content === 'None' ? 'None' : 'Receive', Content };
}

export function sends(capability: Capability): boolean {
  return capability === 'SendReceive' || capability === 'Send';
}

export function receives(capability: Capability): boolean {
  return capability === 'SendReceive' || capability === 'Receive';
}

function isOff(meeting: Meeting, medium: 'Video' | 'Content'): boolean {
  return asObject(meeting.features?.[medium])?.['MaxResolution'] === 'None';
}
