import type { Units } from '../messages.js'

export const units: Units = {
  minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
  hours: (count) => (count === 1 ? '1 heure' : `${count} heures`),
  days: (count) => (count === 1 ? '1 jour' : `${count} jours`),
}
