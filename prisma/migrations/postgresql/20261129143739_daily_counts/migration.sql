-- CreateTable
CREATE TABLE "daily_counts" (
    "day" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "daily_counts_pkey" PRIMARY KEY ("day", "what")
);

-- CreateIndex
CREATE INDEX "accounts_created_at_idx" ON "accounts"("created_at");
