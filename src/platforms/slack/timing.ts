// Slack's patience, and how to stay within it: an answer to a request is due after 3 s, and a trigger id lives as long.

/** A modal that needs longer than this is opened empty and filled afterwards. */
export const openWithinMilliseconds = 1_200
/** A command that needs longer than this is acknowledged and answered through its response URL. */
export const answerWithinMilliseconds = 1_500
/** A submitted modal that needs longer than this shows that work goes on. */
export const submitWithinMilliseconds = 2_000
/** Slack applies the acknowledgement first; an edit that overtakes it would be wiped by it. */
export const settleMilliseconds = 500
