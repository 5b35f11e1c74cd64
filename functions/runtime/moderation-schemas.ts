import * as z from 'zod/mini';

/** Apart from the fields that all units read: bundles carry every schema of a file they use one of. */

/** What somebody writes for others to read: no control characters. The domain counts characters, these are UTF-16 units. */
export const statement = z.string().check(z.maxLength(2_000), z.regex(/^[^\p{Cc}\p{Cs}]*$/u));
export const actId = z.string().check(z.regex(/^act_[0-9A-Za-z]{13}$/));
export const reportId = z.string().check(z.regex(/^rpt_[0-9A-Za-z]{13}$/));
