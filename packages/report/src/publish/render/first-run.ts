/** What a reader without results is told to type. */
export const firstRunCommand = 'npx -y pnpm@12 bench';
