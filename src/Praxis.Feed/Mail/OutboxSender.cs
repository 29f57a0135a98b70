namespace Praxis.Feed;

/// <summary>What came of one round of sending.</summary>
/// <param name="Sent">Mails that were taken.</param>
/// <param name="Again">Mails that will be tried again.</param>
/// <param name="Failed">Mails that were given up.</param>
/// <param name="Problems">The reasons, each once, without any address or secret.</param>
public sealed record SendReport(int Sent, int Again, int Failed, IReadOnlyList<string> Problems);

/// <summary>Sends what is due, one mail after the other over one talk with the server.</summary>
/// <param name="outbox">The outbox.</param>
/// <param name="settings">The server.</param>
public sealed class OutboxSender(Outbox outbox, SmtpSettings settings)
{
    // After that many failures in a row that are the server's, the others need not be tried in this round.
    private const int MostInARow = 3;

    /// <summary>Sends every mail that is due now, each at most once.</summary>
    /// <param name="cancel">Stops after the mail that is being sent has gone, or at once where it has not begun.</param>
    public async Task<SendReport> SendAsync(CancellationToken cancel = default)
    {
        var (sent, again, failed, row) = (0, 0, 0, 0);
        var problems = new List<string>();
        SmtpTalk? talk = null;
        try
        {
            while (row < MostInARow && !cancel.IsCancellationRequested && outbox.Take() is { } mail)
            {
                // A process that is asked to stop finishes the mail in hand: it takes some seconds, and no doubt is left.
                using var limit = new CancellationTokenSource(settings.Delivery);
                try
                {
                    talk ??= await SmtpTalk.BeginAsync(settings, limit.Token);
                    await talk.DeliverAsync(mail.Recipient, mail.Message, () => outbox.Hand(mail), limit.Token);
                    outbox.Sent(mail);
                    (sent, row) = (sent + 1, 0);
                }
                catch (SmtpException failure)
                {
                    outbox.Failed(mail, failure);
                    if (failure.Outcome == SmtpOutcome.TryAgain) (again, row) = (again + 1, row + 1);
                    else (failed, row) = (failed + 1, 0);
                    if (!problems.Contains(failure.Message)) problems.Add(failure.Message);
                    talk = await ResetAsync(talk, failure, limit.Token);
                }
                catch (OperationCanceledException) when (limit.IsCancellationRequested)
                {
                    outbox.Failed(mail, new SmtpException(SmtpOutcome.TryAgain, $"the delivery took longer than {settings.Delivery.TotalSeconds:0} s"));
                    (again, row) = (again + 1, row + 1);
                    talk = await CloseAsync(talk);
                }
                catch (OperationCanceledException)
                {
                    // The reader has unsubscribed while the mail was on its way; its end was never sent.
                    talk = await CloseAsync(talk);
                }
            }
        }
        finally
        {
            await CloseAsync(talk);
        }
        return new SendReport(sent, again, failed, problems);
    }

    // After a refusal the talk can go on; after silence or a broken line it cannot.
    private static async Task<SmtpTalk?> ResetAsync(SmtpTalk? talk, SmtpException failure, CancellationToken cancel)
    {
        if (talk is null) return null;
        if (failure.InnerException is not null) return await CloseAsync(talk);
        try
        {
            await talk.ResetAsync(cancel);
            return talk;
        }
        catch (Exception e) when (e is SmtpException or OperationCanceledException)
        {
            return await CloseAsync(talk);
        }
    }

    private static async Task<SmtpTalk?> CloseAsync(SmtpTalk? talk)
    {
        if (talk is not null) await talk.DisposeAsync();
        return null;
    }
}
