/** The property by which the capture of closures knows what stays on the driver; its value is the noun to refuse. */
export const DRIVER_ONLY: unique symbol = Symbol.for('partita.driverOnly') as never
