-- AlterTable
ALTER TABLE "webhooks" ADD COLUMN     "failing_since" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "webhooks" ADD COLUMN     "dropped" INTEGER NOT NULL DEFAULT 0;
