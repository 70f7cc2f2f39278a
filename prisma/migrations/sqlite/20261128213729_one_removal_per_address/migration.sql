-- Of several removals of one address the newest says it all.
DELETE FROM "registration_removals" WHERE "id" NOT IN (SELECT max("id") FROM "registration_removals" GROUP BY "username", "domain");

-- AlterTable
ALTER TABLE "registration_removals" ADD COLUMN "again_at" DATETIME;

-- CreateIndex
CREATE UNIQUE INDEX "registration_removals_username_domain_key" ON "registration_removals"("username", "domain");
