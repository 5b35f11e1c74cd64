/** A type as the SDK declares it: fields by name (`?` at the end when it may be left out), or another type's text. */
export type Declared = {
  readonly scope: readonly string[];
  readonly extended?: string;
  readonly shape: string | Readonly<Record<string, string>>;
};

const opensNamespace = /^(?:export )?(?:declare )?namespace (\w+) \{$/;
const opensInterface = /^(?:export )?interface (\w+)(?: extends ([\w.]+))? \{$/;
const alias = /^(?:export )?type (\w+)(?:<\w+>)? = (.+);$/;
const field = /^(\w+\??|'[^']+'\??|\[\w+: string\]): (.+);$/;
const opensField = /^(\w+\??): \{$/;

/** The types of one `.d.ts` file by their full names. The files are generated: one declaration on each line. */
export function declarationsOf(text: string): Map<string, Declared> {
  const declared = new Map<string, Declared>();
  const open: { name: string; fields?: Record<string, string>; extended?: string }[] = [];
  const scope = () => open.flatMap(({ name, fields }) => (fields === undefined && name !== '' ? [name] : []));
  const lines = joinInlineObjects(text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n'));
  for (const line of lines) {
    const last = open.at(-1);
    const [, namespace] = opensNamespace.exec(line) ?? [];
    const [, name, extended] = opensInterface.exec(line) ?? [];
    const [, aliasName, aliasText] = alias.exec(line) ?? [];
    const [, fieldName, fieldText] = field.exec(line) ?? [];
    if (namespace !== undefined) open.push({ name: namespace });
    else if (name !== undefined) open.push({ name, fields: {}, ...(extended !== undefined && { extended }) });
    else if (aliasName !== undefined && aliasText !== undefined)
      declared.set([...scope(), aliasName].join('.'), { scope: scope(), shape: aliasText });
    else if (fieldName !== undefined && fieldText !== undefined && last?.fields)
      last.fields[fieldName.replaceAll("'", '')] = fieldText;
    else if (line === '}') {
      const closed = open.pop();
      if (closed?.fields)
        declared.set([...scope(), closed.name].join('.'), toDeclared(scope(), closed.fields, closed.extended));
    } else if (line.endsWith('{')) open.push({ name: '' });
  }
  return declared;
}

const toDeclared = (
  scope: readonly string[],
  shape: Record<string, string>,
  extended: string | undefined,
): Declared => ({
  scope,
  shape,
  ...(extended !== undefined && { extended }),
});

/** `metadata?: {` … `};` becomes one line, as every other field is. */
function joinInlineObjects(lines: readonly string[]): string[] {
  const joined: string[] = [];
  let inside = '';
  for (const raw of lines) {
    const line = raw.trim();
    if (line === '') continue;
    if (inside !== '') {
      inside += ` ${line}`;
      if (line === '};' || line === '}>;') {
        joined.push(inside);
        inside = '';
      }
    } else if (opensField.test(line) || /^(?:export )?type \w+ = \{$/.test(line)) inside = line;
    else joined.push(line);
  }
  return joined;
}
