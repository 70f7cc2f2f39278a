-- Devices had a name for each spelling of their push parameters, and tokens counted that nobody had used. Neither can be made of the rows
-- that there are, which do not tell the device: each device begins anew. Tokens that are under way stay good.
DROP TABLE "push_devices";

-- CreateTable
CREATE TABLE "push_devices" (
    "id" TEXT NOT NULL,
    "tokens_used" INTEGER NOT NULL,
    "token_until" TIMESTAMP(3),

    CONSTRAINT "push_devices_pkey" PRIMARY KEY ("id")
);
