// Plain JavaScript that is not strict, as old packages and old compilers write it.
/* biome-ignore-all lint: what is tested */

var factor = 3
var __awaiter =
  (this && this.__awaiter) ||
  function (thisArg, _arguments, P, generator) {
    return new (P || (P = Promise))(function (resolve, reject) {
      function fulfilled(value) {
        try {
          step(generator.next(value))
        } catch (e) {
          reject(e)
        }
      }
      function step(result) {
        result.done ? resolve(result.value) : Promise.resolve(result.value).then(fulfilled, reject)
      }
      step((generator = generator.apply(thisArg, _arguments || [])).next())
    })
  }
var awaited = function (x) {
  return __awaiter(this, void 0, void 0, function* () {
    var y = yield Promise.resolve(x)
    return y * factor
  })
}
var helpers = require('node:path')
function duplicated(a, a) {
  return a
}

exports.cases = [
  {
    name: 'pulumi #9318: undeclared variable',
    fn: function () {
      undeclared = 1
      return undeclared
    },
  },
  { name: 'workerpool #142: __awaiter', fn: async x => awaited(x), args: [2] },
  { name: 'workerpool #231: require inside', fn: () => require('node:path').basename('/a/b') },
  { name: 'require of a package inside', fn: () => require('lodash').sum([1, 2]) },
  { name: 'required module', fn: () => helpers.basename('/a/b') },
  {
    name: 'sloppy this',
    fn: function () {
      return typeof this
    },
  },
  { name: 'octal and duplicate parameters', fn: x => duplicated(1, x) + 010, args: [2] },
  {
    name: 'arguments follow parameters',
    fn: function (a) {
      arguments[0] = 9
      return a
    },
    args: [1],
  },
  { name: '__dirname', fn: () => typeof __dirname },
  { name: 'exports', fn: x => exports.twice(x), args: [3] },
]
exports.twice = function (x) {
  return x * 2
}
