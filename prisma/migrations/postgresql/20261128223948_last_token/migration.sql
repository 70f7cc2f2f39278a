-- AlterTable
ALTER TABLE "push_devices" ADD COLUMN     "last_token_at" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "push_devices_last_token_at_idx" ON "push_devices"("last_token_at");

-- of those there are, the year begins now
UPDATE "push_devices" SET "last_token_at" = clock_timestamp() AT TIME ZONE 'UTC';
