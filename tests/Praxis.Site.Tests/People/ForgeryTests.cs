using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Praxis.Site.Tests.People;

[Collection(PeopleCollection.Name)]
public sealed class ForgeryTests(PeopleFixture people)
{
    [Fact]
    public async Task No_form_of_any_page_is_taken_without_its_token()
    {
        var tried = 0;
        foreach (var (address, handler) in await FormsAsync())
        {
            using var response = await people.Admin.PostAsync(handler.Length > 0 ? $"{address}?handler={handler}" : address, ("id", "1"), ("Text", "forged"), ("open", "false"), ("take", "false"));
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{address} {handler} answers {(int)response.StatusCode}");
            Assert.Contains("The form could not be taken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            tried++;
        }
        Assert.True(tried >= 20, $"only {tried} forms were found");
        Assert.True(await people.Admin.IsSignedInAsync());
    }

    [Theory]
    [InlineData("/papers/kaprekar/comments", "Text")]
    [InlineData("/account/sign-in", "Name")]
    [InlineData("/account/sign-up", "Email")]
    [InlineData("/subscribe", "email")]
    [InlineData("/lists", "name")]
    [InlineData("/submit", "Address")]
    [InlineData("/account/delete", "current")]
    [InlineData("/subscribe/confirm", "a\0b")]
    public async Task A_form_with_a_sign_that_no_text_has_is_refused_and_told_so(string page, string field)
    {
        var (ada, _, id) = await people.JoinAsync();
        using var response = await ada.SendAsync(page == "/subscribe/confirm" ? "/account" : page, page, (field, "a\0b"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("The form could not be read.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(people.Site.Accounts.Find(id));
    }

    [Fact]
    public async Task A_token_of_one_reader_is_worth_nothing_to_another()
    {
        var (ada, _, _) = await people.JoinAsync();
        var (eve, _, _) = await people.JoinAsync();
        var token = WebUtility.HtmlDecode(Regex.Match(await eve.ReadAsync("/papers/mkor"), "name=\"form-token\"[^>]*value=\"([^\"]+)\"").Groups[1].Value);
        await ada.ReadAsync("/papers/mkor");
        using var response = await ada.PostAsync("/papers/mkor/comments", ("form-token", token), ("Text", "forged"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    // Every handler of every page of the site, also of pages that do not exist yet.
    private async Task<List<(string Address, string Handler)>> FormsAsync()
    {
        var forms = new List<(string, string)>();
        var services = people.Site.Services;
        var loader = services.GetRequiredService<PageLoader>();
        foreach (var page in services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>())
        {
            if (page.ViewEnginePath == "/Problem") continue;
            var address = "/" + Regex.Replace(page.AttributeRouteInfo!.Template!, @"\{([a-z]+)[^}]*\}", match => match.Groups[1].Value switch { "slug" => "kaprekar", "name" => "admin", "family" => "theory", "day" => "2020-01-01", _ => "1" });
            var compiled = await loader.LoadAsync(page, Microsoft.AspNetCore.Http.EndpointMetadataCollection.Empty);
            foreach (var handler in compiled.HandlerMethods.Where(handler => handler.HttpMethod.Equals("post", StringComparison.OrdinalIgnoreCase)))
                forms.Add((address, handler.Name ?? ""));
        }
        return forms;
    }
}
