import type { FormState } from '../../frame/forms.js'
import type { Chart } from './chart.js'
import type { FindingRow } from './findings.js'

export interface OverviewViews {
  'overview/overview': {
    states: { name: string; count: string; list: string }[]
    /** its period */
    form: FormState
    charts: Chart[]
    findings: FindingRow[]
    /** undefined: it is being looked at */
    checkedAt: Date | undefined
  }
}
