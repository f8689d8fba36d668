/** The ExchangeOnlineManagement module whose requests these are; two of its paths want it named. */
export const moduleVersion = '3.9.2'
