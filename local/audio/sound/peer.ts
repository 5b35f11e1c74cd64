import { randomInt } from 'node:crypto';
import {
  MediaStreamTrack,
  RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RTCRtpSender,
  RtpHeader,
} from 'werift';
import { audioOnly, withRejected } from './sdp.ts';
import { frameSamples } from './voice.ts';

/** The WebRTC leg to one client: Opus packets in and out. */
export type Peer = {
  /** Answers an offer; again for a client that renegotiates. */
  answer(offer: string): Promise<string>;
  /** Sends the 20 ms packet of a tick. Its RTP time is the tick's, so sound that was skipped is a gap and not a delay. */
  send(payload: Buffer, tick: number): void;
  close(): void;
};

export type PeerEvents = {
  readonly onConnected: () => void;
  readonly onFailed: () => void;
  readonly onOpus: (sequenceNumber: number, payload: Buffer) => void;
};

const opus = new RTCRtpCodecParameters({
  mimeType: 'audio/opus',
  clockRate: 48_000,
  channels: 2,
  payloadType: 111,
  parameters: 'minptime=10;useinbandfec=1',
});

export function createPeer(events: PeerEvents): Peer {
  const connection = createConnection();
  let header: RtpHeader | undefined;
  let sender: RTCRtpSender | undefined;
  connection.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => events.onOpus(packet.header.sequenceNumber, packet.payload));
  });
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected' && sender !== undefined) {
      header ??= firstHeader(sender);
      events.onConnected();
    }
    if (state === 'failed') events.onFailed();
  });
  return {
    async answer(offer) {
      await connection.setRemoteDescription({ type: 'offer', sdp: audioOnly(offer) });
      sender ??= await startSending(connection);
      await connection.setLocalDescription(await connection.createAnswer());
      return withRejected(connection.localDescription?.sdp ?? '', offer);
    },
    send(payload, tick) {
      if (header === undefined || sender === undefined) return;
      header.sequenceNumber = (header.sequenceNumber + 1) & 0xffff;
      header.timestamp = (tick * frameSamples) >>> 0;
      // Straight to the transport: the track's way copies, keeps a history and measures bandwidth, at three times the cost.
      void sender.dtlsTransport.sendRtp(payload, header);
    },
    close() {
      header = undefined;
      connection.close().catch(() => undefined);
    },
  };
}

/** Makes the certificate that all peers share, which the first join would otherwise wait for. */
export async function prepareCertificate(): Promise<void> {
  await RTCDtlsTransport.SetupCertificate();
}

function createConnection(): RTCPeerConnection {
  return new RTCPeerConnection({
    // The library's default is a public STUN server; nothing here may leave the machine.
    iceServers: [],
    iceUseIpv6: false,
    iceTcpPassive: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    bundlePolicy: 'max-bundle',
    codecs: { audio: [opus], video: [] },
  });
}

async function startSending(connection: RTCPeerConnection): Promise<RTCRtpSender> {
  const transceiver = connection.getTransceivers().find((candidate) => candidate.kind === 'audio');
  if (transceiver === undefined) throw new Error('the offer made no audio transceiver');
  await transceiver.sender.replaceTrack(new MediaStreamTrack({ kind: 'audio' }));
  transceiver.setDirection('sendrecv');
  return transceiver.sender;
}

function firstHeader(sender: RTCRtpSender): RtpHeader {
  return new RtpHeader({
    version: 2,
    payloadType: opus.payloadType,
    ssrc: sender.ssrc,
    sequenceNumber: randomInt(0x8000),
    marker: false,
  });
}
