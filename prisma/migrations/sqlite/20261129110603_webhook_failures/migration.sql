-- AlterTable
ALTER TABLE "webhooks" ADD COLUMN "failing_since" DATETIME;

-- AlterTable
ALTER TABLE "webhooks" ADD COLUMN "dropped" INTEGER NOT NULL DEFAULT 0;
