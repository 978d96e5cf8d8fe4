/** The languages that doctor explains in. */
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** The same said in each of them, as its own readers would say it. */
export type Text = Readonly<Record<Language, string>>;
