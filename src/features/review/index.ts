import { type CardTable, type Feature, factRows } from '../feature.js'
import { showChecks } from './checks.js'
import { openByText } from './command.js'
import { confirmUnblock } from './confirm.js'
import { reviewEvents } from './events.js'
import { lookAgain } from './look-again.js'
import { openRecommendations, openReview, refreshEvidence, showOverview } from './open.js'
import { submitReview } from './submit.js'
import type { ReviewCards } from './views.js'

/** Evidence, recommendations and the Yes, page by page. */
export const review = {
  presses: {
    review: { permission: 'review', again: 'overview', run: openReview },
    overview: { permission: 'review', again: 'overview', run: showOverview },
    refresh: { permission: 'review', again: 'overview', run: refreshEvidence },
    /** Everything that was looked at. */
    checks: { permission: 'review', again: 'checks', run: showChecks },
    recommendations: { permission: 'review', again: 'recommendations', run: openRecommendations },
    /** Submits the answers, and asks for the Yes. */
    confirm: {
      permission: 'confirm',
      again: 'recommendations',
      looks: true,
      prepare: lookAgain,
      run: submitReview,
    },
    /** The Yes. */
    unblock: { permission: 'unblock', asksAnew: true, run: confirmUnblock },
  },
  commands: {
    review: {
      permission: 'review',
      usage: 'review <address or connector>',
      text: 'Review, then unblock, step by step',
      hint: {
        usage: 'review <entity>',
        text: 'Review, then unblock, step by step: review laura@contoso.com',
      },
      run: openByText,
    },
  },
  cards: {
    overview: {
      again: 'overview',
      bounds: {
        reasons: { most: 8, keep: 'first' },
        badges: { most: 8, keep: 'first' },
        ownerRows: { most: 6, keep: 'last' },
        signs: { most: 16, keep: 'first' },
        signLines: { most: 8, keep: 'first' },
        steps: { most: 16, keep: 'first' },
        stepLines: { most: 16, keep: 'first' },
        form: { most: 1, keep: 'first' },
      },
    },
    checks: {
      again: 'checks',
      bounds: {
        facts: { most: factRows, keep: 'first' },
        reasonFacts: { most: 24, keep: 'first' },
        signs: { most: 16, keep: 'first' },
        against: { most: 28, keep: 'first' },
        unchecked: { most: 28, keep: 'first' },
        nothing: { most: 28, keep: 'first' },
      },
    },
    recommendations: {
      again: 'recommendations',
      bounds: {
        rows: { most: 24, keep: 'first' },
        groups: { most: 3, keep: 'first' },
        fine: { most: 15, keep: 'first' },
        byHand: { most: 10, keep: 'first' },
        ticked: { most: 10, keep: 'first' },
        questions: { most: 3, keep: 'first' },
      },
    },
    // Once it has been used up, what comes after it is the page before.
    confirm: {
      again: 'recommendations',
      bounds: {
        contradicted: { most: 24, keep: 'first' },
        contradictedLines: { most: 8, keep: 'first' },
        attested: { most: 24, keep: 'first' },
        answerLines: { most: 24, keep: 'first' },
      },
    },
    accepted: { bounds: { steps: { most: 8, keep: 'first' } } },
  } satisfies CardTable<ReviewCards>,
  events: reviewEvents,
} satisfies Feature
