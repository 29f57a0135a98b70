using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Mail;

/// <summary>The mail that asks whether an address wants to subscribe.</summary>
internal sealed class SubscriptionMail(IMailOutbox outbox, Subscriptions subscriptions, SiteFace face)
{
    /// <summary>Whether mail can be sent.</summary>
    public bool IsConfigured => outbox.IsConfigured;

    /// <summary>Asks an address. It is the same whether the address is known or not; of too many questions to one address nothing is sent, and nothing is told.</summary>
    public void Ask(SubscriptionRequest request)
    {
        if (subscriptions.Ask(request) is not { } token) return;
        var often = request.Rhythm == DigestRhythm.Weekly ? "every Monday" : "every day on which there is something";
        outbox.Add(new OutgoingMail(request.Email, "Praxis: confirm your subscription",
            $"Somebody, probably you, asked for new papers by mail at {face.Address}:\n\n{Topics(request.Topics)}, {often}.\n\nConfirm it by opening\n\n{face.Link($"/subscribe/confirm?t={token}")}\n\n"
            + $"The link works once, within {MailLimits.RequestLife.TotalHours:0} hours. If you did not ask for it, do nothing: nothing more will come.\n"));
    }

    /// <summary>Topics in words.</summary>
    public static string Topics(DigestTopics topics) => topics.IsEverything
        ? "All papers"
        : string.Join(", ", topics.Families.Select(Catalogue.FamilyName).Concat(topics.Searches.Select(words => $"“{words}”")));
}
