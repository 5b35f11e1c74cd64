import protocol, {
  type ISdkAudioStreamIdInfo,
  type ISdkSignalFrame,
} from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';

export type Frame = Omit<ISdkSignalFrame, 'timestampMs'>;
export type StreamEntry = ISdkAudioStreamIdInfo;

export const frameTypes = protocol.SdkSignalFrame.Type;
export const pingTypes = protocol.SdkPingPongType;
export const streamServiceTypes = protocol.SdkStreamServiceType;

/** Every message is one byte of frame type and the protobuf of the frame. */
const frameTypeRtc = 5;

/** Only members given are written: the client asks whether a field is on the wire, so a default must never be. */
export function encodeFrame(frame: Frame, now: number): Buffer {
  const body = protocol.SdkSignalFrame.encode({ timestampMs: now, ...frame }).finish();
  const message = Buffer.allocUnsafe(body.length + 1);
  message[0] = frameTypeRtc;
  message.set(body, 1);
  return message;
}

/** Throws when the bytes are not a frame. */
export function decodeFrame(message: Buffer): ISdkSignalFrame {
  return protocol.SdkSignalFrame.decode(message.subarray(1));
}
