/** What no line of a log may hold, whoever wrote it. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  // Two parts at least: what the gateway draws for a request id may begin like one part, one time in 200 000.
  ['a token', /eyJ[\w-]{10,}\.[\w-]+/],
  ['an authorization header', /\bbearer\s|authorization/i],
  ['a media credential', /JoinToken/i],
  ['a key of the payment service', /\b(?:[sr]k_(?:test|live)|whsec)_\w{6,}/],
  ['the secret of a payment', /_secret_\w{6,}/],
  // Visa, Mastercard, Discover and American Express, also in groups; people's ids are longer.
  [
    'the number of a card',
    /(?<![\w-])(?:[2456]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -]?)\d{6}\2\d{5})(?![\w-])/,
  ],
  ['an e-mail address', /[\w.+-]+@[\w-]+\.[a-z]{2,}/i],
];

/** Lines of this form hold names of operations, ids and numbers only: most of a log, told apart quickly. */
const plain =
  /^\{("(level|message|timestamp|service|operation|requestId|roomId|code|xray_trace_id)":"[\w .:+=-]{0,160}",?|"(sampling_rate|status|durationMilliseconds|items|failed|[A-Z][A-Za-z]+)":\d+,?|"_aws":\{"Timestamp":\d+,"CloudWatchMetrics":\[[\w":,[\]{}]+\]\},?)+\}$/;

/** Each leak once: which line, and what it holds. */
export function leaksIn(lines: readonly string[], secrets: ReadonlySet<string>): readonly string[] {
  return [...new Set(lines)].flatMap((line) => {
    const known = plain.test(line)
      ? wordsOf(line).filter((word) => secrets.has(word))
      : [...secrets].filter((secret) => line.includes(secret));
    const found = [
      ...forbidden.flatMap(([what, pattern]) => (pattern.test(line) ? [what] : [])),
      ...known.map((secret) => `"${secret}"`),
    ];
    return found.length > 0 ? [`${found.join(', ')} in: ${line.slice(0, 500)}`] : [];
  });
}

const wordsOf = (line: string): readonly string[] => [...line.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word);
