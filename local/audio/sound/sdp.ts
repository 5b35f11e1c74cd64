/** A session description cut into its head and its media sections. */
type Description = { readonly head: string; readonly sections: readonly string[] };

export function cut(sdp: string): Description {
  const [head = '', ...sections] = sdp.split(/(?=^m=)/m);
  return { head, sections };
}

/** The offer with its audio section only: the library cannot negotiate the client's inactive video section. */
export function audioOnly(offer: string): string {
  const { head, sections } = cut(offer);
  const audio = sections.find(isAudio);
  if (audio === undefined) throw new Error('the offer has no audio section');
  return head.replace(/^a=group:BUNDLE.*$/m, `a=group:BUNDLE ${nameOf(audio)}`) + audio;
}

/** The library's answer with every other section of the offer put back in its place as rejected. */
export function withRejected(answer: string, offer: string): string {
  const { head, sections } = cut(answer);
  const full = cut(offer).sections.map((section) => (isAudio(section) ? (sections[0] ?? '') : rejected(section)));
  return head + full.join('');
}

function rejected(section: string): string {
  const [line = ''] = section.split('\r\n');
  const media = line.replace(/^(m=\w+) \d+/, '$1 0');
  return `${media}\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\na=mid:${nameOf(section)}\r\n`;
}

function isAudio(section: string): boolean {
  return section.startsWith('m=audio');
}

function nameOf(section: string): string {
  return /^a=mid:(\S+)/m.exec(section)?.[1] ?? '0';
}
