declare module 'istanbul-lib-instrument'
