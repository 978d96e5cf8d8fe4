/** Lies in the root of what was built from a checkout, which is how it knows that it is none. */
export const buildRecordName = 'BUILD.json';

/** Lies beside the root of the copy that a bundle holds. */
export const bundleRecordName = 'BUNDLE.json';

/** What a built copy was made from. */
export interface BuildRecord {
  /** Null where the checkout was no git repository. */
  commit: string | null;
  /** Whether the checkout differed from its commit. */
  dirty: boolean | null;
  /** ISO 8601. */
  builtAt: string;
}
