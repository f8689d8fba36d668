// Whether a bot runs on a data folder of this machine.
import { connect } from 'node:net'
import { findPathProblem } from '../doors/control.js'
import { toControlPath } from '../run/data-folder.js'

export function isBotRunning(dataFolder: string): Promise<boolean> {
  const path = toControlPath(dataFolder)
  if (findPathProblem(path) !== undefined) return Promise.resolve(false)
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    // No socket file, or one that a killed bot left behind.
    socket.once('error', () => resolve(false))
  })
}
