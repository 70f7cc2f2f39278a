-- AlterTable
ALTER TABLE "codes" ADD COLUMN "form" TEXT;
