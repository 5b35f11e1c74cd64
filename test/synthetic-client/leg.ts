import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader } from 'werift';

/** The client's side of the WebRTC connection. */
export type Leg = {
  offer(): Promise<string>;
  accept(answer: string): Promise<void>;
  send(payload: Buffer, sequenceNumber: number, timestamp: number): void;
  close(): void;
};

const opus = new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111 });

/** Browsers offer a video section that is not in use; the answer must keep its place. */
const videoSection = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0', 'a=inactive', 'a=mid:video', ''].join(
  '\r\n',
);

export function createLeg(onOpus: (payload: Buffer) => void): Leg {
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceTcpPassive: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: [opus], video: [] },
  });
  const { sender } = connection.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendrecv' });
  let isOpen = false;
  connection.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => onOpus(packet.payload));
  });
  connection.connectionStateChange.subscribe((state) => {
    isOpen = state === 'connected';
  });
  return {
    async offer() {
      await connection.setLocalDescription(await connection.createOffer());
      return `${connection.localDescription?.sdp ?? ''}${videoSection}`;
    },
    async accept(answer) {
      const rejected = answer.indexOf('m=video 0 ');
      if (rejected < 0) throw new Error('the answer lost the video section');
      await connection.setRemoteDescription({ type: 'answer', sdp: answer.slice(0, rejected) });
    },
    send(payload, sequenceNumber, timestamp) {
      if (!isOpen) return;
      const header = new RtpHeader({ version: 2, payloadType: 111, ssrc: sender.ssrc, sequenceNumber, timestamp });
      void sender.dtlsTransport.sendRtp(payload, header);
    },
    close() {
      isOpen = false;
      void connection.close();
    },
  };
}
