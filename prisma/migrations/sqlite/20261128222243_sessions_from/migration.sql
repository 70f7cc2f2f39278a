-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "ip_address" TEXT;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "user_agent" TEXT;
