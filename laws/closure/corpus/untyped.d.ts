declare module 'lodash'
declare module 'ramda'
