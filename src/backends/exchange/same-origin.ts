/** The rest of a list, when it is where the list began: a token goes to that host and to no other. Else undefined. */
export function findSameOrigin(link: string, url: string): string | undefined {
  if (!URL.canParse(link, url)) return undefined
  const next = new URL(link, url)
  return next.origin === new URL(url).origin ? next.href : undefined
}
