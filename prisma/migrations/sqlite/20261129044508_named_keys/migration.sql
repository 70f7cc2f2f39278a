-- DropIndex
DROP INDEX "api_keys_account_id_idx";

-- AlterTable
ALTER TABLE "audit_log" ADD COLUMN "detail" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_account_id_name_key" ON "api_keys"("account_id", "name");
