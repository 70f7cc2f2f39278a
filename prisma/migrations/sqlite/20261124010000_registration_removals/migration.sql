-- CreateTable
CREATE TABLE "registration_removals" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "username" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_try_at" DATETIME NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT
);

-- CreateIndex
CREATE INDEX "registration_removals_next_try_at_idx" ON "registration_removals"("next_try_at");

