// A reason that somebody gives for leaving something as it is: it stands on a shared card, so it says something, briefly.

/** Letters and digits a reason has at least: "ok" is none. */
const leastLetters = 10
const mostReasonCharacters = 300

/** Why it is not taken; undefined when it is. @param what the reason is for: "why it stays like this". */
export function findReasonProblem(reason: string, what: string): string | undefined {
  const letters = reason.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (letters < leastLetters) return `Say in a few words ${what}: it stands on the card.`
  return reason.length > mostReasonCharacters
    ? `Say it in at most ${mostReasonCharacters} characters: it stands on the card.`
    : undefined
}
