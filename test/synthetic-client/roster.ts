import type { ISdkAudioStreamIdInfo } from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';

export type RosterEntry = { readonly attendeeId: string; readonly externalUserId: string; readonly isMuted: boolean };

/** Who is in the room as this client was told, kept by the rules of the protocol. */
export type Roster = {
  apply(streams: readonly ISdkAudioStreamIdInfo[]): void;
  entries(): readonly RosterEntry[];
  clear(): void;
};

export function createRoster(): Roster {
  const byStream = new Map<number, RosterEntry>();
  return {
    apply(streams) {
      for (const stream of streams) {
        const id = stream.audioStreamId ?? 0;
        const known = byStream.get(id);
        const has = (field: string) => Object.hasOwn(stream, field);
        if (has('attendeeId')) byStream.set(id, entryOf(stream));
        else if (has('muted') && known !== undefined) byStream.set(id, { ...known, isMuted: stream.muted === true });
        else if (!has('muted')) byStream.delete(id);
      }
    },
    entries: () => [...byStream.values()],
    clear: () => byStream.clear(),
  };
}

function entryOf(stream: ISdkAudioStreamIdInfo): RosterEntry {
  return {
    attendeeId: stream.attendeeId ?? '',
    externalUserId: stream.externalUserId ?? '',
    isMuted: stream.muted === true,
  };
}
