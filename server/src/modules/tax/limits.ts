/** Where the retailer is established: what is handed over here bears its rates. */
export const HOME_COUNTRY = 'PL'
/** The day of a rate begins at midnight of this zone. */
export const TAX_ZONE = 'Europe/Warsaw'
/** Lines of one document whose net is asked for. */
export const MAX_TAXED_LINES = 1_000
