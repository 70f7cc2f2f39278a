/** Whether triggers write a table from what is in others, or are such a trigger: it is no model's, is not copied, and follows (decision 37). */
export const isDerived = (name: string): boolean => name.startsWith('derived_')
