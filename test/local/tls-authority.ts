import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

// X.509 by hand: Node signs and reads certificates, but makes none. Names are those of RFC 5280.

const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
};
const lengthOf = (count: number): readonly number[] => {
  if (count < 0x80) return [count];
  return count < 0x100 ? [0x81, count] : [0x82, count >> 8, count & 0xff];
};
const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts);
const integer = (...bytes: readonly number[]) => tagged(0x02, Buffer.from(bytes));
const bits = (content: Buffer) => tagged(0x03, Buffer.from([0]), content);
const isTrue = tagged(0x01, Buffer.from([0xff]));
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = '550403';
const basicConstraints = '551d13';
const subjectAltName = '551d11';

const nameOf = (text: string) => sequence(tagged(0x31, sequence(oid(commonName), tagged(0x0c, Buffer.from(text)))));
const timeOf = (at: number) =>
  tagged(0x17, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
const extension = (id: string, value: Buffer) => sequence(oid(id), tagged(0x04, value));

type Subject = { readonly name: string; readonly key: KeyObject; readonly extensions: readonly Buffer[] };
type Issuer = { readonly name: string; readonly signWith: KeyObject };

function certificate({ name, key, extensions }: Subject, issuer: Issuer): string {
  const day = 86_400_000;
  const body = sequence(
    tagged(0xa0, integer(2)),
    tagged(0x02, Buffer.from([1, ...randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer.name),
    sequence(timeOf(Date.now() - day), timeOf(Date.now() + day)),
    nameOf(name),
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = createSign('sha256').update(body).sign(issuer.signWith);
  const text = sequence(body, ecdsaWithSha256, bits(signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${text.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** An authority that nobody knows, and a certificate of its for `localhost`; all PEM, good for a day. */
export function createAuthority() {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const host = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: 'Rostrum test authority', signWith: root.privateKey };
  const isAuthority = sequence(oid(basicConstraints), isTrue, tagged(0x04, sequence(isTrue)));
  const forLocalhost = extension(subjectAltName, sequence(tagged(0x82, Buffer.from('localhost'))));
  return {
    authority: certificate({ name: issuer.name, key: root.publicKey, extensions: [isAuthority] }, issuer),
    cert: certificate({ name: 'localhost', key: host.publicKey, extensions: [forLocalhost] }, issuer),
    key: host.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}
