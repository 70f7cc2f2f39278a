-- AlterTable
ALTER TABLE "bulk_works" ADD COLUMN     "counts" TEXT;
