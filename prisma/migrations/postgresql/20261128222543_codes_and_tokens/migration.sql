-- AlterTable
ALTER TABLE "codes" ADD COLUMN     "origin" TEXT;

-- AlterTable
ALTER TABLE "codes" ADD COLUMN     "tries_elsewhere" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "tokens" ADD COLUMN     "refusals" INTEGER NOT NULL DEFAULT 0;
