/** The folder cannot be used; the message is a sentence for people. */
export class KeepingRefusal extends Error {
  override readonly name = 'KeepingRefusal';
}
