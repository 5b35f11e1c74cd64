import type { ISdkDataMessagePayload } from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import type { Connection } from '../model.ts';
import { homeOf, isOnStage, speaksAs } from '../sound/floor.ts';
import type { Studio } from '../studio.ts';
import { frameTypes } from './frames.ts';
import { broadcast } from './sending.ts';

/** Topics: `[a-zA-Z0-9_-]{1,36}`; data: at most 2,048 bytes. What breaks the rule reaches nobody. */
const topicPattern = /^[a-zA-Z0-9_-]{1,36}$/;
const mostBytes = 2048;

/** Relays data messages of people on stage to everybody who hears them; a replica listener's reach nobody. */
export function relayMessages(
  studio: Studio,
  connection: Connection,
  messages: readonly ISdkDataMessagePayload[],
): void {
  if (!connection.isPresent || !isOnStage(connection)) return;
  const sender = speaksAs(connection);
  const relayed = messages.filter(isValid).map(({ topic, data, lifetimeMs }) => ({
    topic,
    data,
    lifetimeMs,
    senderAttendeeId: sender.id,
    senderExternalUserId: sender.externalUserId,
    ingestTimeNs: studio.clock.now() * 1e6,
  }));
  if (relayed.length === 0) return;
  const frame = { type: frameTypes.DATA_MESSAGE, dataMessage: { messages: relayed } };
  broadcast(homeOf(connection.meeting), frame, studio.clock, connection);
}

function isValid({ topic, data }: ISdkDataMessagePayload): boolean {
  return topicPattern.test(topic ?? '') && (data?.length ?? 0) <= mostBytes;
}
