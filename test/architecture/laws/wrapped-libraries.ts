/** Which library each adapter wraps, by file or folder: an SDK in two adapters would be one adapter too few. */
const wrapped: readonly { readonly files: RegExp; readonly packages: readonly string[] }[] = [
  { files: /^adapters\/dynamodb\//, packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/util-dynamodb'] },
  { files: /^adapters\/((stage|captions)-)?audio[./-]/, packages: ['@aws-sdk/client-chime-sdk-meetings'] },
  { files: /^adapters\/bus[./-]/, packages: ['@aws-sdk/client-eventbridge'] },
  { files: /^adapters\/queues?[./-]/, packages: ['@aws-sdk/client-sqs'] },
  { files: /^adapters\/scheduler[./-]/, packages: ['@aws-sdk/client-scheduler'] },
  {
    files: /^adapters\/notifier[./-]/,
    packages: ['@aws-sdk/client-sqs', '@aws-sdk/client-sesv2', 'web-push', 'ical-generator'],
  },
  { files: /^adapters\/realtime[./-]/, packages: ['@smithy/signature-v4', 'jose'] },
  { files: /^adapters\/secrets[./-]/, packages: ['@aws-sdk/client-secrets-manager'] },
  { files: /^adapters\/payments[./-]/, packages: ['stripe'] },
  { files: /^adapters\/identity[./-]/, packages: ['jose'] },
];

export const wrappedBy = (path: string): readonly string[] =>
  wrapped.filter(({ files }) => files.test(path)).flatMap(({ packages }) => packages);
