export const redisUrl = process.env.TEST_REDIS_URL

/** `describe` and `test`, or their `skip` where there is no Redis. */
export const describeRedis: jest.Describe = redisUrl ? describe : describe.skip
export const testRedis: jest.It = redisUrl ? test : test.skip
