/**
 * Builds the apps whose sources changed since their last build, all at once.
 * @param options.log where the notes go; the console by default
 * @returns names of apps
 * @throws with the builder's output when a build fails
 */
export function buildStaleApps(options?: {
  log?: (line: string) => void
}): Promise<{ built: string[]; fresh: string[]; skipped: string[] }>
